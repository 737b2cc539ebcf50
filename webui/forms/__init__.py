"""Forms: from what was typed to what a verb takes."""
