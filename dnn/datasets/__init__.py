"""What people have -> X, Y: the course's files, tables, folders of pictures, any h5."""
