// Nothing but the precompiled catch.hpp, which needs one source to be made for.
