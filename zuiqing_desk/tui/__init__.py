"""The screen: app, key map, themes, panes, screens and widgets."""
