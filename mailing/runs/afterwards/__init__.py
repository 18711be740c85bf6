"""What happens to a run once it is made: released, delivered, printed, posted, closed, and by whom."""
