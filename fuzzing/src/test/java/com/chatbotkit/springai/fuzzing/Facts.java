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

package com.chatbotkit.springai.fuzzing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * What holds for every input of a fuzz target, fact by fact.
 * <p>
 * While inputs are made up, each is checked for one fact: with four facts, a run tries
 * four times as many inputs. A kept input is checked for all.
 */
public final class Facts {

	private final List<Consumer<byte[]>> facts;

	private final List<Consumer<byte[]>> choices = new ArrayList<>();

	/**
	 * Takes the facts.
	 * @param facts the facts, each of which throws if it does not hold
	 * @param shares how many parts of all inputs each fact gets; none for one each
	 */
	public Facts(List<Consumer<byte[]>> facts, int... shares) {
		this.facts = List.copyOf(facts);
		for (int i = 0; i < facts.size(); i++) {
			this.choices.addAll(Collections.nCopies((shares.length > 0) ? shares[i] : 1, facts.get(i)));
		}
	}

	/**
	 * Checks one fact. The input chooses it, so that a find can be found again.
	 */
	public void checkOne(byte[] input) {
		int choice = (Arrays.hashCode(input) * 0x9E3779B9) >>> 16;
		this.choices.get(choice % this.choices.size()).accept(input);
	}

	/**
	 * Checks all facts.
	 */
	public void checkAll(byte[] input) {
		this.facts.forEach((fact) -> fact.accept(input));
	}

}
