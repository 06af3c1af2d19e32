"""Which files of a folder hold data, and what are their datasets called?"""
