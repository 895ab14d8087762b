"""What the command line says and keeps: arguments in, runs out."""
