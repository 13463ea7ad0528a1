"""Which events stand behind which element: selectors as SQL, matching, touches. Describes; running is for `paths`."""
