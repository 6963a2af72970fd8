using System.Globalization;
using System.Text;
using System.Xml;

namespace PresignedMultipart.Testing.Xml;

/// <summary>Writes the documents of S3.</summary>
internal sealed class S3XmlWriter
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly XmlWriter _xml;

    private S3XmlWriter(XmlWriter xml) => _xml = xml;

    public static byte[] Write(string root, Action<S3XmlWriter> content, bool withNamespace = true)
    {
        using var stream = new MemoryStream();

        // Keys may hold characters that XML does not allow; S3 writes them as references all the same, and so a client has to cope.
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            CheckCharacters = false,
            NewLineHandling = NewLineHandling.Entitize,
        };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartElement(root, withNamespace ? Namespace : null);
            content(new S3XmlWriter(xml));
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    /// <summary>Writes an element, or nothing when there is no value.</summary>
    public void Element(string name, object? value)
    {
        if (value is not null)
        {
            string text = value is bool flag ? flag ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            _xml.WriteElementString(name, NamespaceInScope, text);
        }
    }

    public void Element(string name, Action content)
    {
        _xml.WriteStartElement(name, NamespaceInScope);
        content();
        _xml.WriteEndElement();
    }

    public void Text(string text) => _xml.WriteString(text);

    private string? NamespaceInScope => _xml.LookupPrefix(Namespace) is null ? null : Namespace;
}
