"""What a turn costs, told as ratios against bare servers on the same machine."""
