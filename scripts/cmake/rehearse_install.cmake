# rehearse::rehearse for find_package. Filled in once every layer stands.
