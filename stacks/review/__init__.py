"""What a pull request does to a platform: changes, cost, policies, releases, in one document."""
