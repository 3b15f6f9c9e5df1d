"""The site that pages belong to: its configuration, files, anchors and how links resolve."""
