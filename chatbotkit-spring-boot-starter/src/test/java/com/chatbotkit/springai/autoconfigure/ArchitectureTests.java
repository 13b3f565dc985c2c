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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the architecture rules of this module.
 */
@Tag("once")
class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("com.chatbotkit.springai.autoconfigure");

	@Test
	void everyPackageIsCheckedForNulls() {
		assertThat(this.classes.stream().map(JavaClass::getPackage).distinct())
			.allMatch((checked) -> checked.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void onlyTheseTypesArePublic() {
		assertThat(this.classes.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.map((type) -> type.getSimpleName())).containsExactlyInAnyOrder("ChatBotKitAutoConfiguration",
					"ChatBotKitBots", "ChatBotKitConnectionDetails", "ChatBotKitHealthContributorAutoConfiguration",
					"ChatBotKitHealthIndicator", "ConnectionConfiguration", "ConnectionSettings", "ConnectorFactory",
					"ChatBotKitMetricsAutoConfiguration", "ChatBotKitWebClientCustomizer", "RequestHistory");
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection", "health" })
	void itsPackagesDoNotKnowTheAutoConfiguration(String name) {
		noClasses().that()
			.resideInAPackage("com.chatbotkit.springai.autoconfigure." + name)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.chatbotkit.springai.autoconfigure")
			.check(this.classes);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(this.classes);
	}

	@Test
	void nothingDependsOnTheServerOrTheTestKit() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.chatbotkit.springai.server..", "com.chatbotkit.springai.test..")
			.check(this.classes);
	}

	@Test
	void packagesHaveNoCycles() {
		// The root package is a slice only if the pattern begins above it.
		slices().matching("com.chatbotkit.(**)").should().beFreeOfCycles().check(this.classes);
	}

}
