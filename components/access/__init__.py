"""Which workload may do what with which store: data that roles and policies are generated from."""
