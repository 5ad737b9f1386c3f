"""The steps of erasing a customer: the talk, the orders, the notebooks."""
