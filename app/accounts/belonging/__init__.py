"""Who belongs to a firm: invitations, requests to join, roles, and the handing over of ownership."""
