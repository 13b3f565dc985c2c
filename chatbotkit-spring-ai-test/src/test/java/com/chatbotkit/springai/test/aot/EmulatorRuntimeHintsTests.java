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

package com.chatbotkit.springai.test.aot;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmulatorRuntimeHints}, and that the rest of this project needs no
 * hints.
 */
class EmulatorRuntimeHintsTests {

	private static final String ROOT = "com.chatbotkit.springai";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private final RuntimeHints hints = new RuntimeHints();

	EmulatorRuntimeHintsTests() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(EmulatorRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@Test
	void theFilesOfThePageAreThere() throws IOException {
		Resource[] files = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:com/chatbotkit/springai/test/page/*.*");
		assertThat(Arrays.stream(files)
			.map(Resource::getFilename)
			.filter((name) -> !String.valueOf(name).endsWith(".class")))
			.hasSize(3)
			.allMatch((name) -> RuntimeHintsPredicates.resource()
				.forResource("com/chatbotkit/springai/test/page/" + name)
				.test(this.hints));
	}

	@ParameterizedTest
	@ValueSource(strings = { "page.Step", "record.Recording", "record.RecordedExchange", "record.RecordedRequest",
			"record.RecordedResponse", "record.RecordedChunk" })
	void aRecordIsReadAndWritten(String name) throws Exception {
		Class<?> type = ClassUtils.forName(ROOT + ".test." + name, null);
		Class<?>[] components = Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructor(components)))
			.accepts(this.hints);
		for (RecordComponent component : type.getRecordComponents()) {
			Method accessor = component.getAccessor();
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(accessor)).accepts(this.hints);
		}
	}

	@Test
	void nothingElseIsBoundToJson() {
		Set<String> binding = Set.of("readValue", "readValues", "writeValue", "writeValueAsString", "writeValueAsBytes",
				"writeValues", "convertValue", "treeToValue", "valueToTree", "updateValue");
		noClasses().that(areNot(ROOT + ".test.page.EventFeed", ROOT + ".test.record.RecordingFile",
				// Texts.
				ROOT + ".api.SelectorParser",
				// Trees.
				ROOT + ".RepeatedToolCalls",
				// The arguments of a script: what they are is the application's.
				ROOT + ".test.Reply"))
			.should()
			.callMethodWhere(describe("binds JSON",
					(call) -> binding.contains(call.getName())
							&& Stream.of(ObjectMapper.class, ObjectReader.class, ObjectWriter.class)
								.anyMatch(call.getTargetOwner()::isAssignableTo)))
			.check(classes);
	}

	@Test
	void nothingElseIsReadFromTheClassPath() {
		noClasses().that(areNot(ROOT + ".test.page.PageFile",
				// Only looks for the folder of a test's source.
				ROOT + ".test.junit.RecordingLocation"))
			.should()
			.callMethodWhere(describe("reads a resource",
					(call) -> Set
						.of("getResource", "getResources", "getResourceAsStream", "getSystemResource",
								"getSystemResourceAsStream")
						.contains(call.getName())))
			.check(classes);
	}

	@Test
	void nothingIsCalledByReflection() {
		noClasses()
			// There it is the tests' own fields and methods.
			.that()
			.resideOutsideOfPackage(ROOT + ".test.junit")
			// The records of properties, for which Spring Boot has hints, and the place
			// of a
			// failed injection.
			.and()
			.haveSimpleNameNotStartingWith("PropertyNames")
			.and()
			.haveSimpleNameNotStartingWith("MissingChatFailureAnalyzer")
			.should()
			.callMethodWhere(describe("is reflection", EmulatorRuntimeHintsTests::reflects))
			.check(classes);
	}

	private static boolean reflects(JavaCall<?> call) {
		String owner = call.getTargetOwner().getName();
		return (owner.startsWith("java.lang.reflect.") && !owner.equals("java.lang.reflect.Modifier"))
				|| owner.equals(ServiceLoader.class.getName()) || (owner.equals(Class.class.getName())
						&& call.getName().matches("forName|get(Declared)?(Constructor|Method|Field)s?|newInstance"));
	}

	private static DescribedPredicate<JavaCall<?>> describe(String description, Predicate<JavaCall<?>> predicate) {
		return DescribedPredicate.describe(description, predicate);
	}

	private static DescribedPredicate<JavaClass> areNot(String... names) {
		return DescribedPredicate.describe("are not " + List.of(names),
				(type) -> !List.of(names).contains(type.getName()));
	}

}
