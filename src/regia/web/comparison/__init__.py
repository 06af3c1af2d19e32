"""What changed from one snapshot to another: the form of the data, how much there is, which findings came and went?"""
