from IPython.core.display import display, HTML
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.ast_node_interactivity = 'all'
display(HTML('<b>hi</b>'))
from lr_utils import load_dataset
print(load_dataset()[1].shape)
