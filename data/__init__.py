"""The pictures that come with the library, and the program that draws them."""
