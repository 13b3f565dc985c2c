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

package com.chatbotkit.springai.test;

import java.io.File;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is published: it has what Maven Central asks for, and the BOM lists it.
 *
 * @see <a href="https://central.sonatype.org/publish/requirements/">Requirements</a>
 */
class PublishedModulesTests {

	private static final File ROOT = new File("..");

	private static final String BOM = "chatbotkit-spring-ai-bom";

	private final XPath xpath = XPathFactory.newInstance().newXPath();

	@ParameterizedTest
	@ValueSource(strings = { "/project/name", "/project/description", "/project/url", "/project/licenses/license/name",
			"/project/licenses/license/url", "/project/developers/developer/name",
			"/project/developers/developer/organization", "/project/scm/connection", "/project/scm/developerConnection",
			"/project/scm/url", "/project/properties/project.build.outputTimestamp" })
	void theParentSaysWhatHoldsForAll(String element) throws Exception {
		assertThat(texts(pom("."), element)).singleElement().asString().isNotBlank();
	}

	@ParameterizedTest
	@MethodSource("published")
	void aModuleSaysWhatItIs(String module) throws Exception {
		Document pom = pom(module);
		assertThat(texts(pom, "/project/name")).singleElement().asString().startsWith("ChatBotKit ");
		assertThat(texts(pom, "/project/description")).singleElement().asString().hasSizeGreaterThan(20);
		assertThat(texts(pom, "/project/artifactId")).containsExactly(module);
		assertThat(texts(pom, "/project/parent/artifactId")).containsExactly("chatbotkit-spring-ai-parent");
	}

	@Test
	void theBomListsThemAllAndNothingElse() throws Exception {
		Document bom = pom(BOM);
		String managed = "/project/dependencyManagement/dependencies/dependency";
		assertThat(texts(bom, managed + "/artifactId"))
			.containsExactlyElementsOf(published().filter((module) -> !module.equals(BOM)).sorted().toList());
		assertThat(texts(bom, managed + "/groupId")).containsOnly("com.chatbotkit");
		assertThat(texts(bom, managed + "/version")).containsOnly("${project.version}");
		assertThat(texts(bom, managed + "/scope")).isEmpty();
		assertThat(texts(bom, "/project/dependencies/dependency")).isEmpty();
	}

	@Test
	void theParentManagesThemToo() throws Exception {
		assertThat(texts(pom("."),
				"/project/dependencyManagement/dependencies/dependency[groupId='com.chatbotkit']/artifactId"))
			.containsExactlyInAnyOrderElementsOf(published().filter((module) -> !module.equals(BOM)).toList());
	}

	/**
	 * The modules that are deployed: those that do not say otherwise.
	 */
	static Stream<String> published() throws Exception {
		PublishedModulesTests poms = new PublishedModulesTests();
		List<String> modules = poms.texts(poms.pom("."), "/project/modules/module");
		assertThat(modules).contains(BOM, "chatbotkit-spring-ai-core", "samples/quickstart");
		return modules.stream().filter((module) -> !poms.isSkipped(module));
	}

	private boolean isSkipped(String module) {
		try {
			return texts(pom(module), "/project/properties/maven.deploy.skip").contains("true");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Document pom(String module) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new File(new File(ROOT, module), "pom.xml"));
	}

	private List<String> texts(Document pom, String path) throws XPathExpressionException {
		NodeList nodes = (NodeList) this.xpath.evaluate(path, pom, XPathConstants.NODESET);
		return IntStream.range(0, nodes.getLength()).mapToObj((i) -> nodes.item(i).getTextContent().trim()).toList();
	}

}
