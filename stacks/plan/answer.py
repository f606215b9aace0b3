"""What a provider answers to inputs, where it isn't simply the inputs again."""

from google.protobuf import struct_pb2

IDENTITY, ASSIGNED = "identity", "userAssignedIdentities"


def answer(inputs: struct_pb2.Struct) -> struct_pb2.Struct:
    """The inputs, in the shape that the SDKs expect of outputs.

    Azure takes a resource's identities as a list of ids and gives them back as a mapping from id to
    details; the SDK refuses the list as an output. A list that isn't known yet stays as it is.
    """
    # Reading a field of a Struct that it hasn't would make it.
    if IDENTITY not in inputs.fields:
        return inputs
    given = inputs.fields[IDENTITY].struct_value.fields
    if ASSIGNED not in given or given[ASSIGNED].WhichOneof("kind") != "list_value":
        return inputs
    changed = struct_pb2.Struct()
    changed.CopyFrom(inputs)
    mapping = changed.fields[IDENTITY].struct_value.fields[ASSIGNED].struct_value
    for one in given[ASSIGNED].list_value.values:
        mapping.fields[one.string_value].struct_value.Clear()
    return changed
