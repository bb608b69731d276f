"""Markets, regulators, sectors, services and requirements: the words everything else is said in."""
