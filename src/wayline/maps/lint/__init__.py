"""What makes a map wrong, unmeasurable or dishonest: the rules, their registry, and `lint`."""
