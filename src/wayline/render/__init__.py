"""A map view becomes a page, a picture or text. No arithmetic on numbers of customers, only geometry."""
