"""Customers who buy again without ever saying that they left, and those who renew: what is to be expected of them."""
