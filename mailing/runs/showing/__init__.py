"""What there is to see of runs, and of letters before they are one."""
