"""The process inside a model image: one pinned model version behind standard protocols."""
