"""What is sold: products, their codes, prices, taxes and promotions."""
