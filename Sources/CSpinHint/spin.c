#include "CSpinHint.h"
