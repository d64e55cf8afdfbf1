#include "tests/api/people.hpp"
