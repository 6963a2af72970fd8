using System.CommandLine.Parsing;

namespace S3Put;

/// <summary>An address such as <c>s3://bucket/some/key</c>; nothing in the key is decoded.</summary>
internal sealed record ObjectAddress(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    /// <summary>The key for a file, whose name follows a / at the end.</summary>
    public string KeyFor(string path) => IsFolder ? Key + Path.GetFileName(path) : Key;

    /// <summary>Whether the key is left to the file's name.</summary>
    public bool IsFolder => Key.Length == 0 || Key.EndsWith('/');

    public override string ToString() => $"{Scheme}{Bucket}/{Key}";

    public static ObjectAddress? Parse(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (TryParse(text, out ObjectAddress address))
        {
            return address;
        }

        argument.AddError($"'{text}' is no address of an object, such as s3://bucket/key.");
        return null;
    }

    public static bool TryParse(string text, out ObjectAddress address)
    {
        string[] names = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Split('/', 2) : [""];
        address = new ObjectAddress(names[0], names.Length > 1 ? names[1] : "");
        return address.Bucket.Length > 0;
    }
}
