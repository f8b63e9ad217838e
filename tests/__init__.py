"""Every promise of the portal, shown to hold."""
