"""The site: its pages, and what builds them."""
