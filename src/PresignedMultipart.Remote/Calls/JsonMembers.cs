using System.Text.Json;

namespace PresignedMultipart.Remote.Calls;

/// <summary>Reads members of JSON whose shape is not agreed, whatever the case of their names.</summary>
internal static class JsonMembers
{
    /// <summary>The member; <see langword="null"/> when there is none, or its value is null.</summary>
    public static JsonElement? Member(this JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value.ValueKind == JsonValueKind.Null ? null : member.Value;
                }
            }
        }

        return null;
    }

    /// <summary>The first of these members that is a string or a number.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (element.Member(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value)
            {
                return value.ToString();
            }
        }

        return null;
    }

    public static bool IsTrue(this JsonElement element, string name) => element.Member(name)?.ValueKind == JsonValueKind.True;
}
