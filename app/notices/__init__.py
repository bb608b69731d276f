"""Who is told what: for each event the letters it calls for, each in its reader's language."""
