using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Xml;

/// <summary>Reads the documents that clients send. S3 takes them with and without its namespace.</summary>
internal static class S3XmlDocument
{
    /// <exception cref="S3Error">The document is not XML, or its root has another name.</exception>
    public static XElement Parse(byte[] document, string root)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false, XmlResolver = null };
            using var reader = XmlReader.Create(new MemoryStream(document), settings);
            var element = XElement.Load(reader, LoadOptions.PreserveWhitespace);
            return element.Name.LocalName == root ? element : throw S3Errors.MalformedXml();
        }
        catch (XmlException)
        {
            throw S3Errors.MalformedXml();
        }
    }

    public static IEnumerable<XElement> Children(this XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);

    public static XElement? Child(this XElement parent, string name) => parent.Children(name).FirstOrDefault();

    public static string? Text(this XElement parent, string name) => parent.Child(name)?.Value;

    /// <exception cref="S3Error">There is no such element.</exception>
    public static string RequiredText(this XElement parent, string name) => parent.Text(name) ?? throw S3Errors.MalformedXml();

    /// <exception cref="S3Error">There is no such element, or it is not a number.</exception>
    public static int RequiredNumber(this XElement parent, string name) =>
        int.TryParse(parent.RequiredText(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw S3Errors.MalformedXml();
}
