#include "sim/pipeline/step_types.hpp"
