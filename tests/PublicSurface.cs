using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PresignedMultipart.Tests;

/// <summary>Prints the public surface of an assembly, so that a review sees every change of it as a line of text.</summary>
internal static class PublicSurface
{
    /// <summary>
    /// Compares the surface with the file <c>PublicSurface.txt</c> of the calling test's project.
    /// Run the tests with <c>UPDATE_PUBLIC_SURFACE=1</c> to accept a change.
    /// </summary>
    public static void AssertUnchanged(Assembly assembly, [CallerFilePath] string caller = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(caller)!, "PublicSurface.txt");
        string actual = Print(assembly);
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_SURFACE") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }

    private static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type));
            var bases = new List<string>();
            if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            {
                bases.Add(Name(parent));
            }

            bases.AddRange(type.GetInterfaces().Where(i => i.IsPublic && !type.IsEnum).Select(Name).Order(StringComparer.Ordinal));
            text.Append(bases.Count > 0 ? " : " + string.Join(", ", bases) : "").Append('\n');

            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case FieldInfo { IsSpecialName: false } f when IsVisible(f.IsPublic, f.IsFamily || f.IsFamilyOrAssembly, type):
                    yield return type.IsEnum
                        ? $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)}"
                        : $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}{(f.IsLiteral ? " = " + f.GetRawConstantValue() : "")}";
                    break;
                case ConstructorInfo c when IsVisible(c.IsPublic, c.IsFamily || c.IsFamilyOrAssembly, type):
                    yield return $"new({Parameters(c)})";
                    break;
                case PropertyInfo p:
                    var accessors = p.GetAccessors(nonPublic: true).Where(a => IsVisible(a.IsPublic, a.IsFamily || a.IsFamilyOrAssembly, type)).ToList();
                    if (accessors.Count > 0)
                    {
                        bool required = p.IsDefined(typeof(RequiredMemberAttribute));
                        yield return $"{(accessors[0].IsStatic ? "static " : "")}{(required ? "required " : "")}{Name(p.PropertyType)} {p.Name} {{ {string.Join(" ", accessors.Select(Accessor))} }}";
                    }

                    break;
                case EventInfo e when IsVisible(e.AddMethod!.IsPublic, e.AddMethod.IsFamily, type):
                    yield return $"event {Name(e.EventHandlerType!)} {e.Name}";
                    break;
                case MethodInfo m when IsVisible(m.IsPublic, m.IsFamily || m.IsFamilyOrAssembly, type) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) && !m.Name.Contains('<', StringComparison.Ordinal):
                    string generic = m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(Name))}>" : "";
                    yield return $"{(m.IsStatic ? "static " : m.IsAbstract && !type.IsInterface ? "abstract " : "")}{Name(m.ReturnType)} {m.Name}{generic}({(m.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")}{Parameters(m)})";
                    break;
                default:
                    break;
            }
        }
    }

    private static bool IsVisible(bool isPublic, bool isProtected, Type type) => isPublic || (isProtected && !type.IsSealed);

    private static string Accessor(MethodInfo accessor) =>
        accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get;"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;";

    private static string Kind(Type type) =>
        type.IsInterface ? "interface"
        : type.IsEnum ? (type.IsDefined(typeof(FlagsAttribute)) ? "flags enum" : "enum")
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue switch { null => "default", string s => $"\"{s}\"", var v => v }) : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        string name = type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." + type.Name : type.Name;
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }
}
