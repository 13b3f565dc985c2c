/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Loads the class path of these tests without some of its libraries.
 */
final class ReducedClassPath implements AutoCloseable {

	private final URLClassLoader loader;

	private ReducedClassPath(URL[] urls) {
		this.loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
	}

	/**
	 * Creates the class path without some libraries, each of which must be on it.
	 * @param artifacts the Maven names of the libraries
	 */
	static ReducedClassPath without(Collection<String> artifacts) {
		List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
		artifacts.forEach((artifact) -> {
			if (all.stream().noneMatch(isOf(artifact))) {
				throw new IllegalArgumentException(artifact + " is not on the class path");
			}
		});
		return new ReducedClassPath(all.stream()
			.filter((entry) -> artifacts.stream().noneMatch((artifact) -> isOf(artifact).test(entry)))
			.map(ReducedClassPath::url)
			.toArray(URL[]::new));
	}

	/**
	 * The Maven names of this module's optional dependencies.
	 */
	static List<String> optionalLibraries() {
		try {
			NodeList dependencies = DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(new File("pom.xml"))
				.getElementsByTagName("dependency");
			return IntStream.range(0, dependencies.getLength())
				.mapToObj((i) -> (Element) dependencies.item(i))
				.filter((dependency) -> text(dependency, "optional").equals("true"))
				.map((dependency) -> text(dependency, "artifactId"))
				.toList();
		}
		catch (IOException | ParserConfigurationException | SAXException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs the main method of a class that is loaded anew from here.
	 */
	void run(Class<?> type, String... arguments) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.loader);
		try {
			Method main = this.loader.loadClass(type.getName()).getDeclaredMethod("main", String[].class);
			main.setAccessible(true);
			main.invoke(null, (Object) arguments);
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError(type + " failed", ex.getCause());
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * A jar in a repository, or the classes of a module that is built at the same time.
	 */
	private static Predicate<String> isOf(String artifact) {
		String name = Pattern.quote(artifact);
		return Pattern.compile("[/\\\\]" + name + "([/\\\\]target[/\\\\].*|-\\d[^/\\\\]*\\.jar)$").asPredicate();
	}

	private static String text(Element parent, String name) {
		NodeList elements = parent.getElementsByTagName(name);
		return (elements.getLength() > 0) ? elements.item(0).getTextContent().trim() : "";
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.loader.close();
	}

}
