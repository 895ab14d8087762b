"""Files of any kind to arrays, checked before they are believed."""
