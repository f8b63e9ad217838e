"""Words that more than one screen says, translated when they are shown."""
