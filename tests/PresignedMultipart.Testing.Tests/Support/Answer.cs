using System.Text;
using System.Xml.Linq;

namespace PresignedMultipart.Testing.Tests.Support;

/// <summary>An answer as a test looks at it.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public XElement Xml => XElement.Parse(Text);

    /// <summary>Status and S3's code, such as <c>403 AccessDenied</c>; only the status when there is no error in the body.</summary>
    public string Outcome => Body.Length > 0 && Text.Contains("<Error>", StringComparison.Ordinal) ? $"{Status} {Element("Code")}" : $"{Status}";

    public string? ETag => Headers.GetValueOrDefault("ETag");

    public string? Element(string name) => Xml.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
