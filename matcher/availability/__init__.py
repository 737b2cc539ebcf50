"""When people can meet: the weeks in their own zones, what differs from them, the slots two share."""
