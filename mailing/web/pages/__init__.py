"""The pages, a module for each part of the job: routes, and what they show."""
