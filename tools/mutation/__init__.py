"""Mutation testing of the stages that work out values and links: which changes of the code no test notices."""
