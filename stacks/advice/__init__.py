"""Which variant suits a team: factors beside money, ranked by the team's weights."""
