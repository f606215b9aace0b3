"""The driver for machines where Docker works: clusters of kind, with our ports and add-ons."""
