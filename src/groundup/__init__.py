"""Neural networks from the ground up, in NumPy.

Import the module you are reading about, for example ``from groundup.gates
import and_gate``. Importing the package itself does no work.
"""

__version__ = "0.1.0"
