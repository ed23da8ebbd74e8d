"""Sign-in as a backend for the portal: tokens stay here, the browser holds one opaque cookie."""
